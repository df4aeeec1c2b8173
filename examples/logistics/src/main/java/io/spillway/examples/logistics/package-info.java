/** An example of a team that subscribes to order events. */
@NullMarked
package io.spillway.examples.logistics;

import org.jspecify.annotations.NullMarked;
