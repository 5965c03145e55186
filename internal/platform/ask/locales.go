package ask

import "embed"

// Locales holds the sentences of this package.
//
//go:embed locales
var Locales embed.FS
