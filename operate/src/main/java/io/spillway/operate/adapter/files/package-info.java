/** Files of this machine. */
@NullMarked
package io.spillway.operate.adapter.files;

import org.jspecify.annotations.NullMarked;
