/** The field at which a form shows that a password was refused. */
export const atNewPassword = <const Field extends string>(field: Field) => ({
  password_too_short: field,
  password_too_long: field,
  password_common: field,
  password_needed: field,
});

export const atPassword = <const Field extends string>(field: Field) => ({ wrong_password: field });
