"""Holds calls of the AWS CLI against the installed one: operations, options, and what --query asks for.

Standard input: JSON, a list of shell texts. Standard output: JSON, {"calls": number, "problems": [text]}.
"""

import json
import re
import sys

import jmespath
from awscli.clidriver import create_clidriver

driver = create_clidriver()
services = driver._get_command_table()
everywhere = set(driver._get_argument_table())


def calls_in(text):
    """(service, operation, option tokens, query) of each `aws …` in a text, those within $( ) too."""
    for match in re.finditer(r"(?<![\w/.-])aws +(?=[a-z])", text):
        words = words_of(text[match.end():])
        if len(words) > 1:
            yield words


def words_of(text):
    """The words of one command up to its end, with each quotation and each $( ) as part of a word."""
    words, word, quote, depth = [], "", None, 0
    for index, char in enumerate(text):
        if depth == 0 and quote is None and char in "|;&\n)<>":
            break
        if depth == 0 and quote is None and char == "#" and word == "":
            break
        if char == "(" and text[index - 1] == "$" and quote != "'":
            depth += 1
        elif char == ")" and depth > 0:
            depth -= 1
        elif depth == 0 and char in "'\"" and quote in (None, char):
            quote = None if quote else char
            continue
        if char.isspace() and quote is None and depth == 0:
            words, word = words + [word] * (word != ""), ""
        else:
            word += char
    return words + [word] * (word != "")


def command_of(service, operation, rest):
    group = services[service]
    own = getattr(group, "_get_command_table", None)
    command = (own() if own else group.subcommand_table).get(operation)
    return command.subcommand_table.get(rest[0]) if operation == "wait" and rest else command


def problems_of(words):
    service, operation, *rest = words
    where = f"aws {service} {operation}"
    if service not in services:
        return [f"{where}: no such service"]
    command = command_of(service, operation, rest)
    if command is None:
        return [f"{where}: no such operation"]
    known = command.arg_table
    options = [word[2:].split("=")[0] for word in rest if re.match(r"--[a-z]", word)]
    found = [f"{where}: no option --{each}" for each in options if each not in known and each not in everywhere]
    # A mention in a sentence names an operation only.
    if options:
        found += [f"{where}: lacks --{name}" for name in required(known) if not {name, f"no-{name}"} & set(options)]
    if "--query" in rest:
        found += query_problems(where, rest[rest.index("--query") + 1], command)
    return found


def required(known):
    return [name for name, each in known.items() if each.required and each.cli_name.startswith("--")]


def query_problems(where, query, command):
    try:
        tree = jmespath.compile(query).parsed
    except jmespath.exceptions.ParseError as error:
        return [f"{where}: {query}: {error}"]
    shape = command._operation_model.output_shape
    problems = []
    walk(tree, shape, lambda name: problems.append(f"{where}: {query}: nothing is called {name}"))
    return problems


def walk(node, shape, report):
    """The shape that an expression gives; None where nobody can say."""
    kind, children = node["type"], node["children"]
    if kind == "field":
        if shape is None or shape.type_name not in ("structure", "map"):
            return None
        if shape.type_name == "map":
            return shape.value
        if node["value"] not in shape.members:
            report(node["value"])
            return None
        return shape.members[node["value"]]
    if kind in ("subexpression", "index_expression", "projection", "pipe", "value_projection"):
        for child in children:
            shape = walk(child, shape, report)
        return shape
    if kind == "filter_projection":
        source, last, condition = children
        element = walk(source, shape, report)
        element = element.member if element is not None and element.type_name == "list" else element
        walk(condition, element, report)
        return walk(last, element, report)
    if kind in ("flatten", "index", "slice"):
        inner = walk(children[0], shape, report) if children else shape
        return inner.member if inner is not None and inner.type_name == "list" else inner
    if kind in ("multi_select_list", "function_expression", "comparator", "and_expression", "or_expression"):
        for child in children:
            walk(child, shape, report)
        return None
    return shape if kind == "identity" else None


calls = [call for text in json.load(sys.stdin) for call in calls_in(text)]
json.dump({"calls": len(calls), "problems": [each for call in calls for each in problems_of(call)]}, sys.stdout)
