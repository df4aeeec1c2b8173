/** Who a caller is: the flow from credentials to an identity, and its settings. */
@NullMarked
package io.spillway.access;

import org.jspecify.annotations.NullMarked;
