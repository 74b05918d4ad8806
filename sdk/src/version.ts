/** Version of this package; a test keeps it equal to `package.json`, which a deployed bundle does not carry. */
export const SDK_VERSION = "0.1.0";
