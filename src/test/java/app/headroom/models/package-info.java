@NullMarked
package app.headroom.models;

import org.jspecify.annotations.NullMarked;
