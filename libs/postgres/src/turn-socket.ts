import { Socket } from 'node:net';

/** A socket that sends what is written under corks in one turn of the event loop by one system call, not one a cork. */
export class TurnSocket extends Socket {
  private gathers = false;

  override cork(): void {
    if (!this.gathers) {
      this.gathers = true;
      super.cork();
      process.nextTick(() => {
        this.gathers = false;
        this.uncork();
      });
    }
    super.cork();
  }
}
