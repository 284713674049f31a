import type { Words } from '../vi.ts';

/** Signing in by two steps, and My account. */
export const account: Words['account'] = {
  title: 'My account',
  who: (name) => `Name: ${name}`,
  byLink: 'You came in by a one-time link and have no account of your own to set up.',
  cancel: 'Leave it',

  code: 'Six-digit code',
  codeHint: 'Open the authenticator app on your phone and type the code that it shows.',
  recoveryCode: 'Recovery code',
  recoveryHint: '12 letters and digits from the printed sheet. Each works once.',
  prove: 'Prove it',
  byPaper: 'No phone? Use a recovery code from paper',
  byApp: 'Use the code on the phone',
  byPasskey: 'Use a passkey',
  passkeyHint: 'Press, then do what the device asks: finger, face, PIN, or plug in the USB key and touch it.',
  passkeyStopped:
    'Not done: you pressed Cancel, the time was over, or the device refused. Press again, or choose another way.',
  passkeyKnown: 'This device has a passkey of yours already.',
  passkeyElsewhere: (hosts) => `Your passkeys work only where the page is opened as: ${hosts}. Use a code here.`,
  secondStep: 'Step 2',
  secondStepWhy: 'The password is right. One more step makes sure that it is you.',
  lostAll: 'Lost the phone and the codes? Ask whoever manages people to reset them.',
  otherAccount: 'Sign in with another account',
  stepUp: 'Once more, please',
  stepUpWhy: 'This has to be proved just now. The station then goes on with what you pressed.',

  alarmEnrol:
    'You can NOT send emergencies yet: the account has no second step. Set it up while it is quiet; it takes less than two minutes.',
  alarmProve: 'To send emergencies the second step is needed. Take it now, and nothing is asked when it is urgent.',
  enrolNow: 'Set up an authenticator app',
  proveNow: 'Prove it now',

  enrolTitle: 'Set up the second step',
  enrolWhy:
    'This account may send emergencies or manage the station, so a password alone is not enough. It takes less than two minutes.',
  install: 'On your phone, open an authenticator app (Google Authenticator, Microsoft Authenticator, FreeOTP…).',
  scan: 'Press + in the app and scan this picture.',
  qr: 'QR code for an authenticator app',
  noCamera: 'Cannot scan it?',
  typeKey: 'Choose “enter a key” in the app and type this:',
  key: 'key',
  openApp: 'On that very phone? Open the authenticator app',
  thenCode: 'Type the six-digit code that the app shows.',
  confirmApp: 'Done, switch it on',
  later: 'Another time',
  laterHint: 'Without it you get in, but cannot send emergencies, manage people or maintain the station.',

  recoveryTitle: 'Recovery codes: print, put in an envelope, seal',
  recoveryWhy:
    'When the phone is lost, each of these stands in for a code once. They are shown only now. Keep the envelope locked at the duty desk; every use is written down.',
  print: 'Print this page',
  recoveryDone: 'Printed or copied',
  recoveryLeft: (left) => `${left} recovery codes are left on paper.`,
  renewCodes: 'Make new recovery codes',

  passkeys: 'Passkeys',
  noPasskeys: 'None. With a passkey there is no code to type: a finger, a face, a PIN or a USB key is enough.',
  orPasskey: 'Or use a passkey',
  addPasskey: 'Add a passkey',
  passkeyWhy:
    'It stays in your own phone, computer or USB key. On a computer that several people share, keep it on your phone or USB key instead.',
  passkeyName: 'Call it',
  passkeyNameHint: 'So that you know later which is where, for example: My phone.',
  passkeyPlace:
    'Passkeys do not work at this address: browsers have them only where the page is opened by a name and https. Use an authenticator app; for passkeys ask whoever runs the machine for a name and https.',
  passkeyBrowser: 'This browser has no passkeys. Use an authenticator app.',
  passkeyLine: (host, made, used) =>
    `Works at ${host}. Added ${made}. ${used === null ? 'Never used.' : `Last used ${used}.`}`,
  rename: 'Rename',
  saveName: 'Keep the name',
  dropPasskey: 'Remove',
  askDropPasskey: (name) =>
    `Remove “${name}”? It opens nothing any more. Without another second step you cannot send emergencies.`,

  factors: 'Second step',
  noAppButPasskey: 'No authenticator app. You use a passkey.',
  noApp: 'Not set up. Emergencies and people are out of reach.',
  appSince: (at) => `Authenticator app: in use since ${at}.`,
  otherApp: 'Change to another phone',
  dropApp: 'Do without the app',
  askDrop: 'Do without the authenticator app? You cannot send emergencies until it is set up again.',
  yesDrop: 'Do without',

  oldPassword: 'Present password',
  newPassword: 'New password',
  passwordHint: 'Best a long sentence of your own that you remember. Accents and spaces are welcome.',
  changePassword: 'Change the password',
  passwordChanged: 'The password is changed. Everywhere else you are signed out.',
  oldTitle: 'The password is too old',
  oldWhy: 'This station asks for a new password from time to time. Choose one, then go in.',
  invitedTitle: 'Choose your password',
  choosePassword: 'Keep it and go in',

  sessions: 'Signed in at',
  thisOne: '(this one)',
  seen: (address, at) => `${address}, last used ${at}`,
  endOne: 'Sign out there',
  endOthers: 'Sign out everywhere else',
  device: (agent) => {
    // A phone says Linux as well, and Edge says Chrome: the more telling word goes first.
    const system = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac OS', 'Linux'].find((word) => agent.includes(word));
    const browser = ['Edg', 'Firefox', 'Chrome', 'Safari'].find((word) => agent.includes(word));
    return [system ?? 'Unknown device', browser === 'Edg' ? 'Edge' : (browser ?? '')]
      .filter((word) => word !== '')
      .join(', ');
  },
};
