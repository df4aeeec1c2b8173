/** OpenID Connect over HTTP. */
@NullMarked
package io.spillway.access.adapter.oidc;

import org.jspecify.annotations.NullMarked;
