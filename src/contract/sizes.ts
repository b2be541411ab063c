const MIB = 1024 * 1024;

/** The largest module that a JSON body may carry. */
export const MAX_INLINE_BYTES = 10 * MIB;
/** The largest module at all. */
export const MAX_MODULE_BYTES = 50 * MIB;
/** The largest package that comes as one body. */
export const MAX_PACKAGE_BYTES = 20 * MIB;
export const MAX_README_BYTES = 256 * 1024;
export const MAX_SBOM_BYTES = 768 * 1024;
export const MAX_SIGNATURE_BYTES = 64 * 1024;
/** Of the whole form, with what surrounds its parts. */
export const MAX_FORM_BYTES = MAX_PACKAGE_BYTES + MAX_SBOM_BYTES + 2 * MAX_SIGNATURE_BYTES;
