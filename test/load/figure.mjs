export const whole = (value) => Math.round(value).toLocaleString('en-US');
