package mailroom

import (
	"context"
	"regexp"
	"strings"

	"mahalle/internal/platform/db"
)

// sealed is the purpose of the key in an address that answers go to.
const sealed = "reply address"

// ReplyTo is the address at which answers about a request are known again, such
// as cevap+mns-26-004821-k.KEY@manisa.example; "" where no mailbox is read.
func (s *Service) ReplyTo(ctx context.Context, number string) string {
	b, ok := s.boxOf(ctx)
	name, domain, _ := strings.Cut(s.address(b), "@")
	if !ok || domain == "" || number == "" {
		return ""
	}
	return strings.ToLower(name + "+" + number + "." + s.seal.Word(sealed, string(db.TenantFrom(ctx)), strings.ToUpper(number)) + "@" + domain)
}

// address is where answers go: what the mailbox says, else the sender's own.
func (s *Service) address(b Box) string {
	if b.Reply != "" {
		return b.Reply
	}
	return s.sender.From()
}

var replyAddress = regexp.MustCompile(`^([^+@]+)\+([a-z0-9-]+)\.([a-z2-7]+)@(.+)$`)

// sealedFor finds the request that an address names, and whether the seal on it
// is the city's.
func (s *Service) sealedFor(ctx context.Context, b Box, addresses []string) (number string, genuine bool) {
	name, domain, _ := strings.Cut(strings.ToLower(s.address(b)), "@")
	for _, a := range addresses {
		found := replyAddress.FindStringSubmatch(strings.ToLower(a))
		if found == nil || found[1] != name || found[4] != domain {
			continue
		}
		number = strings.ToUpper(found[2])
		if s.seal.KnowsWord(found[3], sealed, string(db.TenantFrom(ctx)), number) {
			return number, true
		}
	}
	return number, false
}

// isOurs reports whether a letter comes from the city's own address.
func (s *Service) isOurs(b Box, address string) bool {
	plain := func(a string) string { // without what follows a plus
		name, domain, _ := strings.Cut(strings.ToLower(a), "@")
		name, _, _ = strings.Cut(name, "+")
		return name + "@" + domain
	}
	if address == "" {
		return false
	}
	for _, ours := range []string{s.address(b), s.sender.From(), b.user} {
		if ours != "" && plain(ours) == plain(address) {
			return true
		}
	}
	return false
}
