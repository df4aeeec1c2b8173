/** The order processor: the saga of every order, and the rows that show it. */
@NullMarked
package io.spillway.order;

import org.jspecify.annotations.NullMarked;
