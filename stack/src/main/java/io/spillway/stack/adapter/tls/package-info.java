/** Certificates and accounts of secured servers: made once for a home, kept in private files. */
@NullMarked
package io.spillway.stack.adapter.tls;

import org.jspecify.annotations.NullMarked;
