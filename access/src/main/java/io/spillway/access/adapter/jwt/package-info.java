/** JSON Web Tokens, verified with the issuer's published keys. */
@NullMarked
package io.spillway.access.adapter.jwt;

import org.jspecify.annotations.NullMarked;
