package insight

import (
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/web"
)

// Routes opens the doors of the figures. The start page, Start, has the address
// /staff, which belongs to the whole house: package app opens it.
func (s *Service) Routes(r *web.Router) {
	r.Handle("GET "+districtsAddress, CanSeeDistricts, s.districtsPage)
	r.Handle("GET "+districtsAddress+"/{district}", CanSeeDistricts, s.districtPage)
	r.Handle("GET "+toldAddress, access.SignedIn, s.toldPage)
	r.Handle("GET "+cityAddress, CanSeeCity, s.cityPage)
	r.Handle("GET "+cityAddress+"/{department}", CanSeeCity, s.departmentPage)
}
