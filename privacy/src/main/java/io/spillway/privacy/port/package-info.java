/** What keeps the keys of customers. */
@NullMarked
package io.spillway.privacy.port;

import org.jspecify.annotations.NullMarked;
