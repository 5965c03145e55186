package requests

import "mahalle/internal/platform/web"

// publicRoutes opens the doors that need no account.
func (s *Service) publicRoutes(r *web.Router) {
	s.reportRoutes(r)
	s.trackRoutes(r)
	s.listRoutes(r)
	s.mapRoutes(r)
}
