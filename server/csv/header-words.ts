import { type FileColumn, fileColumns } from '../users/rules/fields.ts';

/*
 * The names that people and the exports of other systems give their columns, in English, German, French and Spanish. Compared without case,
 * accents, spaces and punctuation.
 */
const WORDS: Record<FileColumn, string[]> = {
  email: [
    ...['email', 'email address', 'mail', 'mail address', 'email id', 'user email', 'work email', 'primary email'],
    ...[
      'E-Mail-Adresse',
      'Mailadresse',
      'E-Mail geschäftlich',
      'adresse email',
      'adresse mail',
      'adresse électronique',
    ],
    ...[
      'courriel',
      'adresse courriel',
      'adresse de courriel',
      'adresse de messagerie',
      'mél',
      'correo',
      'correo electrónico',
    ],
    ...['dirección de correo', 'dirección de correo electrónico', 'dirección de email', 'user.email', 'emails.value'],
  ],
  firstName: [
    ...['first name', 'first', 'given name', 'forename', 'name.givenName', 'Vorname', 'Vornamen', 'Rufname'],
    ...['prénom', 'prénoms', 'nombre', 'nombres', 'primer nombre', 'nombre de pila'],
  ],
  lastName: [
    ...['last name', 'last', 'surname', 'family name', 'name.familyName', 'Nachname', 'Familienname', 'Zuname'],
    ...['nom', 'nom de famille', 'apellido', 'apellidos', 'primer apellido'],
  ],
  department: [
    ...['department', 'dept', 'department name', 'Abteilung', 'Bereich', 'département', 'service'],
    ...['departamento', 'área'],
  ],
  manager: [
    ...[
      'manager',
      'manager email',
      'manager e-mail',
      "manager's email",
      'supervisor',
      'supervisor email',
      'reports to',
    ],
    ...['Vorgesetzter', 'Vorgesetzte', 'Führungskraft', 'E-Mail Vorgesetzter', 'responsable', 'supérieur'],
    ...['jefe', 'gerente', 'correo del gerente'],
  ],
  jobTitle: [
    ...['job title', 'title', 'position', 'job', 'Titel', 'Berufsbezeichnung', 'Stellenbezeichnung', 'Funktion'],
    ...['poste', 'intitulé du poste', 'fonction', 'cargo', 'puesto'],
  ],
  phone: [
    ...['phone', 'phone number', 'mobile phone', 'mobile', 'telephone', 'work phone', 'business phone', 'Telefon'],
    ...['Telefonnummer', 'Mobiltelefon', 'Handy', 'téléphone', 'numéro de téléphone', 'teléfono', 'móvil'],
  ],
  location: [
    ...['location', 'office', 'office location', 'work location', 'site', 'Standort', 'Büro', 'Arbeitsort'],
    ...['lieu', 'lieu de travail', 'bureau', 'ubicación', 'oficina', 'sede'],
  ],
  employeeNumber: [
    ...['employee number', 'employee id', 'employee no', 'staff number', 'personnel number', 'badge number'],
    ...['Personalnummer', 'Mitarbeiternummer', 'matricule', "numéro d'employé", 'número de empleado'],
  ],
  costCenter: [
    ...['cost center', 'cost centre', 'cost center code', 'Kostenstelle', 'centre de coûts', 'centro de coste'],
    ...['centro de costos'],
  ],
  group: [
    ...['group', 'user group', 'group name', 'user group name', 'team', 'Gruppe', 'Benutzergruppe', 'Nutzergruppe'],
    ...['groupe', "groupe d'utilisateurs", "groupe d'utilisateur", 'groupe utilisateur', 'équipe'],
    ...['grupo', 'grupo de usuarios', 'grupo de usuario', 'equipo'],
  ],
  type: [
    ...[
      'type',
      'user type',
      'account type',
      'license',
      'licence',
      'license type',
      'licence type',
      'Typ',
      'Benutzertyp',
      'Nutzertyp',
    ],
    ...['Lizenz', 'Lizenztyp', "type d'utilisateur", 'type utilisateur', 'type de licence', 'tipo', 'tipo de usuario'],
    ...['licencia', 'tipo de licencia'],
  ],
  addOns: [
    ...[
      'add-ons',
      'add-on',
      'addon features',
      'add-on features',
      'Zusatzfunktionen',
      'Zusatzfunktion',
      'Zusatzoptionen',
      'Erweiterungen',
    ],
    ...['modules complémentaires', 'module complémentaire', 'complementos', 'complemento'],
  ],
};

/** Columns that fill no field, but show that a line is a header. */
const OTHERS = [
  ...['name', 'full name', 'display name', 'username', 'user name', 'user principal name', 'login', 'id', 'user id'],
  ...[
    'role',
    'roles',
    'status',
    'reason',
    'created at',
    'updated at',
    'invited at',
    'expires at',
    'last sign in at',
    'last sign in',
  ],
  ...[
    'last login',

    'city',
    'country',
  ],
  ...[
    'middle name',
    'password',
    'initial password',
    'org unit path',
    'licenses',
    'billing active',
    'has 2fa',
    'has sso',
    'notes',
  ],
  ...['Benutzername', 'Anmeldename', 'Anzeigename', 'Rolle', 'Ort', 'Bemerkung', 'Nr'],
  ...['nom complet', "nom d'utilisateur", 'rôle', 'statut', 'ville'],
  ...['nombre completo', 'usuario', 'nombre de usuario', 'rol', 'estado', 'ciudad'],
];

const FIELD_OF = new Map<string, FileColumn>(
  fileColumns.flatMap((field) => WORDS[field].map((word) => [plain(word), field] as const)),
);
const OTHER = new Set(OTHERS.map(plain));

/** The field a header names, null for a known header without a field, undefined for unknown text. */
export function fieldOfHeader(header: string): FileColumn | null | undefined {
  const words = readings(header).map(plain);
  const named = words.find((word) => FIELD_OF.has(word));
  if (named !== undefined) return FIELD_OF.get(named);
  return words.some((word) => OTHER.has(word)) ? null : undefined;
}

/** Is the header the bare "Name"? Beside "Vorname" it means the last name. */
export function isBareName(header: string): boolean {
  return plain(header) === 'name';
}

/** The header without remarks (`Email Address [Required]`), and the remark alone (`Name [displayName] Required`). */
function readings(header: string): string[] {
  const text = header.slice(0, 200).replace(/^\s*(user|profile)\./i, '');
  const bracketed = /[[(]([^[\]()]*)[\])]/g;
  const bare = text
    .replace(bracketed, ' ')
    .replace(/\b(required|optional|pflichtfeld|obligatoire|obligatorio)\b/gi, ' ');
  return [text, bare, ...Array.from(text.matchAll(bracketed), (match) => match[1] ?? '')];
}

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
