import { SingleBar } from 'cli-progress';

/** What a person sees while something long is under way: a bar on a terminal, a line a step elsewhere. */
export class Progress {
  private bar: SingleBar | undefined;
  private current = '';

  /** A step whose end is not measured. */
  step(text: string): void {
    this.end();
    this.current = text;
    process.stderr.write(`${text} …\n`);
  }

  /** How far the current thing is; another `text` begins the next one. */
  update(text: string, done: number, total: number | null): void {
    if (text !== this.current) {
      this.end();
      this.current = text;
      if (process.stderr.isTTY)
        this.bar = new SingleBar({
          format: `${text} [{bar}] {value}/{total}`,
          hideCursor: true,
          stopOnComplete: false,
          stream: process.stderr,
        });
      else process.stderr.write(`${text} …\n`);
      this.bar?.start(total ?? done, done);
    }
    if (total !== null) this.bar?.setTotal(total);
    this.bar?.update(done);
  }

  end(): void {
    this.bar?.stop();
    this.bar = undefined;
    this.current = '';
  }
}
