/** What a server proves itself with. */
@NullMarked
package io.spillway.runtime.tls;

import org.jspecify.annotations.NullMarked;
