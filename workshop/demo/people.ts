/** The people of the demo account's story. */
export type Person = { email: string; firstName: string; lastName: string; department: string };

const place = 'halden.example';

function people(lines: string): Person[] {
  return lines
    .trim()
    .split('\n')
    .map((line) => line.trim().split('/'))
    .map(([firstName = '', lastName = '', department = '']) => personCalled(firstName, lastName, department));
}

export function personCalled(firstName: string, lastName: string, department: string): Person {
  const email = `${firstName}.${lastName}@${place}`
    .normalize('NFD')
    .replace(/[^\w.@]/g, '')
    .toLowerCase();
  return { email, firstName, lastName, department };
}

/** Joined in the first days. */
export const first = people(`
  Amara/Okafor/Optics
  Benoît/Moreau/Optics
  Chiyo/Tanaka/Firmware
  David/Reyes/Sales
  Elif/Yildiz/Sales
  Farid/Haddad/Support
  Greta/Nowak/Finance
  Hiro/Sato/Firmware
`);

/** Invited on the same day, and never answered. */
export const silent = people(`
  Ivo/Petrov/Support
  Jana/Vesela/Sales
`);

/** Imported from a file. */
export const later = people(`
  Kofi/Mensah/Optics
  Lena/Brandt/Optics
  Mateo/Álvarez/Firmware
  Nadia/Rahman/Sales
  Oskar/Berg/Support
  Priya/Nair/Firmware
  Quentin/Dubois/Finance
  Rosa/Ferreira/Support
  Sven/Lund/Optics
`);

/** Invited this week. */
export const lately = people(`
  Tomás/Herrera/Sales
  Una/Kelly/Support
  Viktor/Hansen/Firmware
  Wren/Adeyemi/Optics
`);

/** In a file whose plan still waits. */
export const next = people(`
  Xenia/Markou/Optics
  Yusuf/Demir/Firmware
  Zofia/Wójcik/Sales
  Anders/Holm/Sales
  Bianca/Conti/Finance
`);
