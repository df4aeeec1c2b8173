/** What a subscription needs of its program and of the stores around it. */
@NullMarked
package io.spillway.client.port;

import org.jspecify.annotations.NullMarked;
