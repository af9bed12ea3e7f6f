/* What reading a job file costs at the least: libyaml's events of FILE, one after the other, and nothing done with them. */
#include <stdio.h>
#include <yaml.h>

int main(int count, char **arguments) {
    FILE *file = count == 2 ? fopen(arguments[1], "rb") : NULL;
    if (file == NULL) {
        fprintf(stderr, "usage: libyaml_events FILE\n");
        return 64;
    }
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) return 70;
    yaml_parser_set_input_file(&parser, file);
    long events = 0;
    for (int is_over = 0; !is_over;) {
        yaml_event_t event;
        if (!yaml_parser_parse(&parser, &event)) {
            fprintf(stderr, "%s\n", parser.problem);
            return 1;
        }
        is_over = event.type == YAML_STREAM_END_EVENT;
        events += 1;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    fclose(file);
    printf("%ld events\n", events);
    return 0;
}
