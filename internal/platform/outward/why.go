package outward

import (
	"context"
	"crypto/tls"
	"embed"
	"errors"
	"net"
)

// Locales holds the sentences that tell why a call failed.
//
//go:embed locales
var Locales embed.FS

// Why is the key of a sentence that tells people why a call failed. The error
// itself may hold the address with what is secret in it.
func Why(err error) string {
	var name *net.DNSError
	var cert *tls.CertificateVerificationError
	var late net.Error
	switch {
	case errors.Is(err, ErrInside):
		return "outward.inside"
	case errors.Is(err, ErrAddress):
		return "outward.address"
	case errors.Is(err, ErrRedirect):
		return "outward.redirect"
	case errors.Is(err, ErrTooLarge):
		return "outward.too_large"
	case errors.As(err, &name) && name.IsNotFound:
		return "outward.no_such_name"
	case errors.As(err, &cert):
		return "outward.certificate"
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &late) && late.Timeout():
		return "outward.too_late"
	default:
		return "outward.unreachable"
	}
}
