package citypack

// Permissions are the words that roles are made of. Programs may know more;
// they name them when they call Read.
var Permissions = []string{
	"requests.view", "requests.view_contact", "requests.take", "requests.handover", "requests.note",
	"requests.reply", "requests.ask", "requests.finish", "requests.intake", "requests.reopen",
	"requests.refuse", "requests.duplicate", "requests.export",
	"insight.chief", "insight.city", // own districts, the whole city
	"office.admin", "office.people", "routing.edit", "questions.edit",
	"jobs.view", "journal.audit", "calendars.edit",
	"desk.all",  // sees the requests of the whole city
	"area.view", // sees the requests of the post's area
	"unit.view", // sees the requests of the own unit
	"unit.tree", // … and of all units below it
	"council.view", "messages.view", "mailroom.read", "agencies.view", "agencies.edit",
	"doors.view", "doors.edit", // other systems: who is connected, and connecting them
	"privacy.answer", // answers who asks about their own data, and erases it
}
