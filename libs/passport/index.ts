/** Electronic passports: the machine-readable zone, the chip's data, and whether its state has signed it (ICAO Doc 9303). */
export { type Anchors, anchorsOf, countRevoked, countryOf, readMasterList } from './anchors.ts'
export { MalformedError } from './der.ts'
export { type FaceImage, faceIn } from './face.ts'
export { checkDigit, type Mrz, readMrz } from './mrz.ts'
export { openSecurityObject, type SecurityObject } from './security-object.ts'
export { alpha2Of } from './states.ts'
export { type Chip, type Doubt, type PassportCheck, verifyPassport } from './verify.ts'
