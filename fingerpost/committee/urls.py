"""Addresses of committee papers of a plan, their editions, and of the templates."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from fingerpost.committee.views import editions, papers, templates, writing

app_name = "committee"
Patterns = list[URLPattern | URLResolver]

of_paper: Patterns = [
    path("", papers.paper, name="paper"),
    path("edit/", writing.edit, name="edit"),
    path("draft.<slug:format>", papers.draft, name="draft"),
    path("order/", writing.order, name="order"),
    path("add-part/<slug:after>/", writing.add_part, name="add-part"),
    path("parts/<slug:ref>/edit/", writing.edit_part, name="edit-part"),
    path("parts/<slug:ref>/remove/", writing.remove_part, name="remove-part"),
    path("parts/<slug:ref>/redraft/", writing.redraft_part, name="redraft-part"),
    path("comment/", writing.comment, name="comment"),
    path("comments/<slug:comment>/resolve/", writing.resolve, name="resolve"),
    path("delete/", writing.delete, name="delete"),
    path("submit/", writing.submit, name="submit"),
    path("send-back/", writing.send_back, name="send-back"),
    path("clear/", writing.clear, name="clear"),
    path("issue/", writing.issue, name="issue"),
    path("correct/", writing.correct, name="correct"),
    path("editions/<int:number>/", editions.edition, name="edition"),
    path("editions/<int:number>/changes/", editions.changes, name="changes"),
    path("editions/<int:number>/paper.<slug:format>", editions.file, name="edition-file"),
]
of_template: Patterns = [
    path("", templates.template, name="template"),
    path("edit/", templates.edit, name="edit-template"),
    path("copy/", templates.copy, name="copy-template"),
    path("delete/", templates.delete, name="delete-template"),
    path("order/", templates.order, name="order-template"),
    path("add-section/", templates.add_section, name="add-section"),
    path("sections/<slug:section>/edit/", templates.edit_section, name="edit-section"),
    path("sections/<slug:section>/remove/", templates.remove_section, name="remove-section"),
    path("word/", templates.take_word, name="take-word"),
    path("word/remove/", templates.drop_word, name="drop-word"),
    path("word.docx", templates.word, name="word"),
]
urlpatterns: Patterns = [
    path("committee-papers/to-clear/", papers.to_clear, name="to-clear"),
    path("plans/<slug:plan>/committee-papers/", papers.papers, name="papers"),
    path("plans/<slug:plan>/committee-papers/add/", writing.add, name="add"),
    path("plans/<slug:plan>/committee-papers/<slug:key>/", include(of_paper)),
    path("paper-templates/", templates.templates, name="templates"),
    path("paper-templates/<slug:template>/", include(of_template)),
]
