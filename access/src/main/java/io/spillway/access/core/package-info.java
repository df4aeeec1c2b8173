/** Identities, scopes, tenants and keys. Pure. */
@NullMarked
package io.spillway.access.core;

import org.jspecify.annotations.NullMarked;
