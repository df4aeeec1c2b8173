/** How encrypted values are written in messages, rows and documents. */
@NullMarked
package io.spillway.schemas.privacy;

import org.jspecify.annotations.NullMarked;
