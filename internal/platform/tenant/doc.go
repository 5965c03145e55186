// Package tenant tells one municipality from another: which host names lead to
// which, and the few facts every page needs about the city it serves.
//
// The directory of host names and the list of tenants are the only tables that
// are not owned by a tenant (data law 3).
package tenant
