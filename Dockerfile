FROM python:3.11-slim
WORKDIR /srv
COPY requirements.lock pyproject.toml ./
RUN pip install --no-cache-dir -r requirements.lock
COPY app app
COPY ingest ingest
COPY corpus corpus
# the model is made while the image is: copies of the app start without writing anything
RUN python -c "from app.settings import load_settings; from ingest.weights import prepare; prepare(load_settings().model_dir, print)" \
 && mkdir -p data/index && chown -R 10001:10001 data/index
USER 10001:10001
EXPOSE 7860
CMD ["python", "-m", "app", "serve", "--host", "0.0.0.0"]
