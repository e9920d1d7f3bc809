/** Milliseconds of processor time of this process. They measure its own work, however busy the machine is. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
