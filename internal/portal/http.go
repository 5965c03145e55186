package portal

import (
	"embed"

	"mahalle/internal/platform/web"
)

// Locales holds the sentences of this capability.
//
//go:embed locales
var Locales embed.FS

// Routes opens the doors of the portal.
func (s *Service) Routes(r *web.Router) {
}
