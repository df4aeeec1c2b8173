/** Files of this machine, and those that operators give. */
@NullMarked
package io.spillway.operate.adapter.files;

import org.jspecify.annotations.NullMarked;
