import { SingleBar } from 'cli-progress';

/** What a person sees while something long is under way: a bar on a terminal, a line a step elsewhere. */
export class Progress {
  private bar: SingleBar | undefined;
  private current = '';

  constructor(private readonly stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'> = process.stderr) {}

  /** A step of which nothing is measured yet. */
  step(text: string): void {
    this.end();
    this.current = text;
    this.stream.write(`${text} …\n`);
  }

  /** How far the current thing is; another `text` begins the next one. */
  update(text: string, done: number, total: number | null): void {
    if (!this.stream.isTTY) {
      if (text !== this.current) this.step(text);
      return;
    }
    if (text !== this.current || this.bar === undefined) this.begin(text, done, total);
    if (total !== null) this.bar?.setTotal(total);
    this.bar?.update(done);
  }

  end(): void {
    this.bar?.stop();
    this.bar = undefined;
    this.current = '';
  }

  private begin(text: string, done: number, total: number | null): void {
    this.end();
    this.current = text;
    this.bar = new SingleBar({
      // Of what has no known end there is no share to draw.
      format: total === null ? '{text} {value}' : '{text} [{bar}] {value}/{total}',
      hideCursor: true,
      stopOnComplete: false,
      stream: this.stream as NodeJS.WriteStream,
    });
    this.bar.start(total ?? done, done, { text });
  }
}
