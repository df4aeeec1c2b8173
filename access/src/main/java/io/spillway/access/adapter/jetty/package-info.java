/** How callers reach a server encrypted. */
@NullMarked
package io.spillway.access.adapter.jetty;

import org.jspecify.annotations.NullMarked;
