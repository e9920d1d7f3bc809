/** Milliseconds that this process has used processors for: however busy the machine is with others, they say what our work costs. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
