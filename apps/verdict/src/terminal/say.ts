/** A command's answer: on standard output, where nothing else goes. */
export const say = (text: string): void => void process.stdout.write(`${text}\n`);

export const sayJson = (value: unknown): void => say(JSON.stringify(value, undefined, 2));
