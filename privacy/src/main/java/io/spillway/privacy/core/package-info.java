/** Encryption of personal values, without I/O and randomness of its own. */
@NullMarked
package io.spillway.privacy.core;

import org.jspecify.annotations.NullMarked;
