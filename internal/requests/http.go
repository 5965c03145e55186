package requests

import "mahalle/internal/platform/web"

// Routes opens the doors of requests.
func (s *Service) Routes(r *web.Router) {
	s.programRoutes(r)
	s.publicRoutes(r)
	s.staffRoutes(r)
}
