package dev.barre.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TypeRefTest {
    @Test
    void type_ofAnAnonymousSubclass_keepsItsArguments() {
        assertThat(new TypeRef<Map<String, List<Integer>>>() {})
                .hasToString("java.util.Map<java.lang.String, java.util.List<java.lang.Integer>>");
    }

    @Test
    void of_aClass_equalsTheSubclassOfIt() {
        assertThat(TypeRef.of(String.class)).isEqualTo(new TypeRef<String>() {}).hasSameHashCodeAs(String.class);
        assertThat(TypeRef.of(String.class)).isNotEqualTo(TypeRef.of(Integer.class));
    }

    @Test
    @SuppressWarnings("rawtypes") // the mistake
    void constructor_withoutATypeArgument_isRefused() {
        assertThatThrownBy(() -> new TypeRef() {})
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("new TypeRef<");
    }
}
