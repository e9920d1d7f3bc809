import type { Words } from './meanings.ts';

/** Header words in English, among them the names that exports of well-known products use. */
export const english: Words = {
  email:
    'email, e-mail, email address, mail, mail address, email id, user email, work email, primary email, email 1, e-mail 1 value, ' +
    'business email, company email, corporate email, contact email, login email, invitee email, member email, user.email, emails.value, ' +
    'emails.0.value, electronic mail, smtp address, primary smtp address, primarysmtpaddress, proxy addresses, new primary email, ' +
    'google workspace email, best email, email address work, e-mail address, windowsemailaddress, external email address, ' +
    'personal email, home email, private email, secondary email, alternate email, alternate email address, other email, other mail, other mails, alternate mail, secondary mail, alternative mail, recovery email, ' +
    'email 2, e-mail 2 address, e-mail 3 address, alternative email, home secondary email, work secondary email, recovery email home, ' +
    'recovery email work, email work, email home, mail nickname address, email personal',
  login:
    'username, user name, login, login name, user principal name, userprincipalname, upn, user id, userid, uid, account, account name, ' +
    'samaccountname, sam account name, sign in name, user logon name, user login, sso id, nameid, name id, okta username',
  firstName:
    'first name, first, given name, given names, given, forename, forenames, fname, f name, 1st name, firstname, name.givenname, ' +
    'legal first name, preferred first name, employee first name, christian name, givenname, chosen name',
  lastName:
    'last name, last, surname, family name, family, lname, l name, 2nd name, sn, lastname, name.familyname, legal last name, ' +
    'preferred last name, employee last name, second name, family names, surnames',
  lastNamePrefix: 'last name prefix, surname prefix, family name prefix',
  secondLastName: 'second last name, second surname, last name 2, surname 2, maternal last name',
  name:
    'name, full name, fullname, display name, displayname, employee, employee name, worker, worker name, member, member name, person, ' +
    'person name, user, contact, contact name, participant, attendee, staff name, team member, complete name, legal name, ' +
    'preferred name, real name, profile name, cn, common name, common name cn, user full name, name of employee, people, resource, ' +
    'nickname, associate name, associate, first and last name, first name last name, first last, first name and last name, first & last name, first name surname, owner name',
  familyFirst:
    'last name first name, last first, surname name, surname first name, family name given name, last name and first name, surname forename, ' +
    'name last first, employee name last suffix first mi, sort name, file as, payroll name',
  department:
    'department, dept, department name, dept name, division, business unit, organization department, organisation department, ' +
    'cost department, org unit, organizational unit, organisational unit, department label, faculty, home department, working department, ou, unit',
  manager:
    'manager, manager email, manager e-mail, managers email, supervisor, supervisor email, reports to, reporting manager, line manager, ' +
    'manager email address, reporting manager email, line manager email, employee manager, managerupn, supervisor e-mail, reports to email, boss',
  jobTitle:
    'job title, title, position, job, designation, position title, business title, job position, role title, employee title, occupation, ' +
    'organization title, job role, job name, profession, working title, post',
  phone:
    'phone, phone number, mobile phone, mobile, telephone, work phone, business phone, telephone number, mobile number, cell, cell phone, ' +
    'cellphone, phone no, tel, telephone 1, phone 1, contact number, phonenumber, mobilephone, office phone, recovery phone, home phone, ' +
    'phone 1 value, telephonenumber, phones, whatsapp',
  location:
    'location, office, office location, work location, site, office name, physicaldeliveryofficename, building, workplace, base, ' +
    'work site, branch, branch office, location name, building id, place of work, campus',
  employeeNumber:
    'employee number, employee id, employee no, staff number, personnel number, badge number, staff id, employee #, emp id, emp no, ' +
    'employeeid, employeenumber, payroll number, payroll id, personnel no, worker id, associate id, person number, pers no, clock number, ' +
    'staff no, personnel id, idnumber, id number, file number, employee identifier',
  costCenter:
    'cost center, cost centre, cost center code, cost center id, cost centre code, costcenter, cost center name, cost code',
  group:
    'group, user group, group name, user group name, team, team name, groups, im group, user groups, primary group, main team, member of, squad',
  type:
    'type, user type, account type, license, licence, license type, licence type, licenses, subscription, plan, license plan, usertype, ' +
    'product, seat type, seat, subscription type, license level, membership type',
  addOns: 'add-ons, add-on, addon features, add-on features, addons, add ons, features, plan add-ons',
  status:
    'status, state, user status, account status, employment status, employee status, user state, member status, worker status, ' +
    'activation status, account state, record status, job status, lifecycle status, status read only, ' +
    'membership status, user account status, profile status, assignment status, hr status, employmentstatus, position status, contract status, enrollment status',
  active:
    'active, is active, enabled, account enabled, accountenabled, isactive, activated, user active, active user, is enabled, ' +
    'login enabled, sign in allowed, active employee, currently employed, can sign in, active flag, active status, active indicator, active yn',
  off:
    'suspended, is suspended, disabled, is disabled, blocked, block credential, blockcredential, sign in blocked, deactivated, ' +
    'is deactivated, terminated, archived, is archived, deleted, is deleted, bot, is bot, inactive, is inactive, locked, banned, left, ' +
    'is terminated, account disabled, accountdisabled, soft deleted, removed, resigned, is service account, ' +
    'is restricted bot, cancelled, off, user account control, useraccountcontrol',
  endDate:
    'end date, termination date, last day, last day of work, last working day, leaving date, exit date, date of leaving, contract end, ' +
    'contract end date, separation date, departure date, employment end date, deactivated at, deactivation date, suspended at, ' +
    'terminated on, leave date, offboarding date, relieving date, valid until, account expires, accountexpires, deactivateddate, ' +
    'employeeleavedatetime, termination date effective, resignation date, valid to, expiry date, soft deletion timestamp, softdeletiontimestamp',
  other:
    'id, group id, manager id, invitation mail, invitation mail since, mail state, mail at, added, invited, invitation expires, changed, removed at, billing active, billing status, role, roles, reason, created at, updated at, invited at, expires at, last sign in at, last sign in, last login, city, country, ' +
    'middle name, password, initial password, org unit path, has 2fa, has sso, notes, note, comment, comments, no, nr, number, row, ' +
    'prefix, suffix, gender, birthday, date of birth, hire date, start date, joined, join date, address, street, zip, postal code, ' +
    'state or province, time zone, timezone, language, locale, company, company name, organization, organisation, organization name, created, ' +
    'object id, objectid, last active, last seen, last activity, usage location, send email, invite redirect url, customized message body, ' +
    'middle initial, initials, salutation, honorific, website, url, photo, avatar, password hash function, change password at next sign in, ' +
    'new password, employee type, employment type, creation type, directory synced, invitation state, 2sv enrolled, two factor, mfa, ' +
    'recovery codes, last login date, when created, distinguished name, dn, object class, objectclass, alias, web page, category, labels, ' +
    'verified, email verified, invited by, created by, sign in status, phone type, email type, e-mail 1 type, e-mail 1 label, photo url',
};
