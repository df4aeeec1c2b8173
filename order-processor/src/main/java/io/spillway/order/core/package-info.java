/** What an order may become and what has to follow, decided without I/O. */
@NullMarked
package io.spillway.order.core;

import org.jspecify.annotations.NullMarked;
