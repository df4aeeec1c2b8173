/** Rights as the servers tell them, and as a deployment shall have them. Pure. */
@NullMarked
package io.spillway.operate.core.access;

import org.jspecify.annotations.NullMarked;
