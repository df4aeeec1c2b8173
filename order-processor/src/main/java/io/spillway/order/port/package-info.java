/** What the flows need from outside. */
@NullMarked
package io.spillway.order.port;

import org.jspecify.annotations.NullMarked;
