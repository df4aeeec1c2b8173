/** What settling stock needs of the outside. */
@NullMarked
package io.spillway.inventory.port;

import org.jspecify.annotations.NullMarked;
