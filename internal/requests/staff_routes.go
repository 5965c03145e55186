package requests

import "mahalle/internal/platform/web"

// listAddress is where officers' lists stand.
const listAddress = "/staff/requests"

// staffRoutes opens the doors for people at work.
func (s *Service) staffRoutes(r *web.Router) {
	r.Handle("GET /staff/requests", CanView, s.listPage)
	r.Handle("POST /staff/requests/filters", CanView, s.keepFilter)
	r.Handle("POST /staff/requests/filters/{id}/forget", CanView, s.forgetFilter)
	r.Handle("GET /staff/requests/new", CanIntake, s.newPage)
	r.Handle("POST /staff/requests/new", CanIntake, s.newRequest)
	r.Handle("POST /staff/requests/new/subjects", CanIntake, s.subjectsPart)
	r.Handle("POST /staff/requests/new/questions", CanIntake, s.questionsPart)
	r.Handle("POST /staff/requests/new/places", CanIntake, s.spotsPart)
	r.Handle("GET /staff/requests/new/done/{number}", CanIntake, s.newDone)
	r.Handle("GET /staff/requests/earlier", CanIntake, s.earlierPart)
	r.Handle("GET /staff/requests/preview", CanIntake, s.planPart)
	r.Handle("POST /staff/requests/{number}/join", CanIntake, s.joinFor)
	r.Handle("GET /staff/requests/{number}", CanView, s.onePage)
	r.Handle("POST /staff/requests/{number}/contact", CanViewContact, s.seeContact)
	s.togetherRoutes(r)
	for name, a := range acts {
		r.Handle("GET /staff/requests/{number}/"+name, a.needs, s.actPage(name))
		r.Handle("POST /staff/requests/{number}/"+name, a.needs, s.act(name), web.MostBody(mostUpload))
	}
}
