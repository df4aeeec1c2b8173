/** Order events for subscribers, orders for shops: the library's programming interface. */
@NullMarked
package io.spillway.client;

import org.jspecify.annotations.NullMarked;
