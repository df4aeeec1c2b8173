/** Which values of orders are personal, and the keys that encrypt them. */
@NullMarked
package io.spillway.privacy;

import org.jspecify.annotations.NullMarked;
